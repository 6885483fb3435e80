package io.sluice.demo.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A board with its parts, drawn joint by joint. */
final class Board {

    static final double WIDTH = 604;
    static final double HEIGHT = 560;

    private final SplittableRandom random;
    private final Placement place;
    private final Canvas canvas;
    private final Lamp lamp;
    private final double defects;
    private final List<Joint> joints = new ArrayList<>();

    private Board(SplittableRandom random, Placement place, Canvas canvas, Lamp lamp, double defects) {
        this.random = random;
        this.place = place;
        this.canvas = canvas;
        this.lamp = lamp;
        this.defects = defects;
    }

    /**
     * @param defects the share of joints that are not good, 0 to 1
     * @return the truth, in pixels of the canvas
     */
    static List<Joint> draw(SplittableRandom random, Placement place, Canvas canvas, Lamp lamp, double defects) {
        Board board = new Board(random, place, canvas, lamp, defects);
        board.draw();
        return board.joints;
    }

    private void draw() {
        List<Part> parts = Layout.make(random, place, WIDTH, HEIGHT);
        Laminate laminate = new Laminate(random.split(), place, canvas, lamp);
        laminate.drawSheet(WIDTH, HEIGHT);
        parts.forEach(laminate::drawTraces);
        laminate.drawHoles(WIDTH, HEIGHT);
        Solder solder = new Solder(canvas, new Metal(lamp));
        for (Part part : parts) {
            part.drawPrint(canvas, laminate.ink());
            part.rows().forEach(row -> drawRow(solder, part.style(), row));
            part.drawBody(canvas, lamp);
        }
    }

    private void drawRow(Solder solder, JointStyle style, List<Placement> row) {
        List<JointKind> kinds = kinds(row.size());
        for (int i = 0; i < row.size(); i++) {
            style.drawSolder(solder, row.get(i), kinds.get(i), random.nextInt());
        }
        for (int i = 0; i < row.size(); i++) {
            Box box = style.box(row.get(i));
            if (kinds.get(i) == JointKind.BRIDGE) {
                style.drawBridge(solder, row.get(i), row.get(i + 1), random.nextInt());
                style.drawMetal(solder, row.get(i), JointKind.BRIDGE);
                box = box.union(style.box(row.get(++i)));
            }
            style.drawMetal(solder, row.get(i), kinds.get(i));
            joints.add(new Joint(kinds.get(i), box, 1));
        }
    }

    /** A bridge takes two places of the list. */
    private List<JointKind> kinds(int count) {
        List<JointKind> kinds = new ArrayList<>();
        while (kinds.size() < count) {
            JointKind kind = JointKind.GOOD;
            if (random.nextDouble() < defects) {
                boolean neighbour = kinds.size() + 1 < count;
                kind = JointKind.values()[random.nextInt(neighbour ? 1 : 2, JointKind.values().length)];
            }
            kinds.add(kind);
            if (kind == JointKind.BRIDGE) {
                kinds.add(kind);
            }
        }
        return kinds;
    }
}
