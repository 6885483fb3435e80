package io.sluice.demo.scene;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Where a board's parts are: bands from top to bottom, each of chips, of a connector or with an integrated circuit. */
final class Layout {

    private static final double CLEAR = 26;

    /** Kept free beside the holes in the corners. */
    private static final double CORNER = 32;

    private static final String[] RESISTANCES = {"103", "472", "220", "331", "104", "1R0"};
    private static final String[] CIRCUITS = {"LM358", "SLU 26", "NE555", "MAX485", "TPS54", "AT24C"};

    private final SplittableRandom random;
    private final Placement board;
    private final double width;
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    private Layout(SplittableRandom random, Placement board, double width) {
        this.random = random;
        this.board = board;
        this.width = width;
    }

    static List<Part> make(SplittableRandom random, Placement board, double width, double height) {
        Layout layout = new Layout(random, board, width);
        layout.fill(height);
        return layout.parts;
    }

    private enum Band {
        CIRCUIT(LeadedPackage.BREADTH),
        CONNECTOR(PinHeader.BREADTH),
        CHIPS(72),
        UPRIGHT_CHIPS(Chip.LENGTH + 14);

        private final double height;

        Band(double height) {
            this.height = height;
        }
    }

    private void fill(double height) {
        List<Band> bands = new ArrayList<>();
        double free = height - 2 * CLEAR;
        for (Band band : choice()) {
            if (band.height <= free) {
                bands.add(random.nextInt(bands.size() + 1), band);
                free -= band.height + CLEAR;
            }
        }
        double gap = Math.max(0, free + CLEAR) / bands.size();
        double top = -height / 2 + CLEAR + gap / 2;
        for (Band band : bands) {
            double middle = top + band.height / 2;
            switch (band) {
                case CIRCUIT -> circuit(middle);
                case CONNECTOR -> connector(middle);
                case CHIPS -> chips(middle, 0, width - 2 * CORNER);
                case UPRIGHT_CHIPS -> uprightChips(middle);
            }
            top += band.height + CLEAR + gap;
        }
    }

    private List<Band> choice() {
        return switch (random.nextInt(4)) {
            case 0 -> List.of(Band.CONNECTOR, Band.UPRIGHT_CHIPS, Band.CHIPS, Band.CHIPS, Band.CONNECTOR);
            case 1 -> List.of(Band.CIRCUIT, Band.UPRIGHT_CHIPS, Band.CONNECTOR);
            default -> List.of(Band.CIRCUIT, Band.CONNECTOR, Band.CHIPS, Band.CHIPS);
        };
    }

    private void circuit(double y) {
        int leads = random.nextInt(4, 6);
        double room = LeadedPackage.length(leads) / 2 + 45;
        boolean left = random.nextBoolean();
        double x = (left ? -1 : 1) * (width / 2 - room - random.nextDouble(4, 20));
        double turn = random.nextBoolean() ? 0 : Math.PI;
        parts.add(new LeadedPackage(
                on(x, y + jitter(3), turn), leads, named("U"), pick(CIRCUITS), random.nextInt()));
        double from = left ? x + room : CORNER - width / 2;
        double to = left ? width / 2 - CORNER : x - room;
        for (int row = -1; row <= 1; row++) {
            chips(y + row * 84, (from + to) / 2, to - from);
        }
    }

    private void connector(double y) {
        int pins = random.nextInt(5, 9);
        double play = (width - PinHeader.length(pins)) / 2 - 52;
        parts.add(new PinHeader(on(jitter(Math.max(1, play)), y + jitter(3), 0), pins, named("J")));
    }

    private void chips(double y, double middle, double room) {
        int most = (int) ((room - 16) / (Chip.LENGTH + 22));
        if (most < 1 || random.nextInt(9) == 0) {
            return;
        }
        double step = (room - 16) / most;
        for (int i = 0; i < most; i++) {
            double x = middle + (i - (most - 1) / 2.0) * step + jitter(Math.min(12, (step - Chip.LENGTH) / 2 - 8));
            chip(x, y + 6 + jitter(2), 0);
        }
    }

    private void uprightChips(double y) {
        int count = random.nextInt(4, 6);
        double step = (width - 2 * CORNER) / count;
        for (int i = 0; i < count; i++) {
            chip((i - (count - 1) / 2.0) * step + jitter(8), y, Math.PI / 2);
        }
    }

    private void chip(double x, double y, double turn) {
        boolean resistor = random.nextInt(5) < 3;
        String name = named(resistor ? "R" : "C");
        parts.add(new Chip(on(x, y, turn + jitter(0.045)), resistor, name, pick(RESISTANCES), random.nextInt()));
    }

    private Placement on(double x, double y, double turn) {
        return board.then(x, y, turn);
    }

    /** Parts of a kind are numbered, as on real boards. */
    private String named(String kind) {
        return kind + numbers.merge(kind, 1, Integer::sum);
    }

    private double jitter(double reach) {
        return random.nextDouble(-1, 1) * Math.max(0, reach);
    }

    private String pick(String[] words) {
        return words[random.nextInt(words.length)];
    }
}
