package io.sluice.placement.internal.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {

    private static final double MILLI = 1e6;

    @Test
    void prefersAnAcceleratorToAnIdleProcessor() {
        Want want = want(0, 10, 0, offer("cpu", true, 1), offer("npu", false, 50));
        assertEquals("npu", place(Planner.plan(List.of(want)).get(0)));
    }

    @Test
    void takesTheProcessorWhereNoAcceleratorHasTime() {
        Want want = want(0, 10, 0, offer("cpu", true, 5), offer("npu", false, 100));
        assertEquals("cpu", place(Planner.plan(List.of(want)).get(0)));
    }

    @Test
    void takesTheFastestVariantOfADevice() {
        Offer slow = new Offer("npu", false, 1, 0.9, 0, 9 * MILLI, Batch.single(9 * MILLI, ""));
        Offer fast = new Offer("npu", false, 1, 0.9, 1, 3 * MILLI, Batch.single(4 * MILLI, ""));
        assertEquals(1, Planner.plan(List.of(want(0, 10, 0, slow, fast))).get(0).offer().orElseThrow().variant());
    }

    @Test
    void spreadsOverEqualDevices() {
        List<Want> wants = new ArrayList<>();
        for (int order = 0; order < 8; order++) {
            wants.add(want(order, 10, 0, offer("a", false, 10), offer("b", false, 10)));
        }
        List<Grant> grants = Planner.plan(wants);
        assertEquals(4, grants.stream().filter(grant -> place(grant).equals("a")).count());
        assertTrue(grants.stream().noneMatch(Grant::reduced));
    }

    @Test
    void doesNotMoveForALittle() {
        Offer here = offer("b", false, 10);
        Want settled = new Want(0, 10, 0, List.of(offer("a", false, 1), here), Optional.of(here));
        assertEquals("b", place(Planner.plan(List.of(settled)).get(0)));
    }

    @Test
    void sharesEvenlyAmongEqualsWhenNotAllFit() {
        List<Want> wants = List.of(
                want(0, 60, 1, offer("cpu", true, 10)), want(1, 60, 1, offer("cpu", true, 10)),
                want(2, 6, 1, offer("cpu", true, 10)));
        List<Grant> grants = Planner.plan(wants);
        assertEquals(42, rate(grants, 0), 1e-6);
        assertEquals(42, rate(grants, 1), 1e-6);
        assertEquals(6, rate(grants, 2), 1e-6);
    }

    @Test
    void servesTheLowerPriorityNumberFirst() {
        List<Grant> grants = Planner.plan(List.of(
                want(0, 60, 5, offer("cpu", true, 10)), want(1, 60, 1, offer("cpu", true, 10)),
                want(2, 60, 9, offer("cpu", true, 10))));
        assertEquals(60, rate(grants, 1), 1e-6);
        assertEquals(30, rate(grants, 0), 1e-6);
        assertTrue(of(grants, 2).offer().isEmpty(), "nothing is left for it");
    }

    @Test
    void alwaysHasRoomForBestEffort() {
        List<Grant> grants = Planner.plan(List.of(
                want(0, 90, 0, offer("cpu", true, 10)), want(1, 0, 9, offer("cpu", true, 10))));
        assertEquals("cpu", place(of(grants, 1)));
        assertEquals(90, rate(grants, 0), 1e-6);
    }

    /** Whatever devices and wants there are: nothing is promised twice, nobody gets more than wanted, and it is stable. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void keepsItsRulesWhateverComes(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<Want> wants = randomWants(random);
            List<Grant> grants = Planner.plan(wants);
            assertEquals(wants.size(), grants.size());
            checkLoads(grants);
            checkPriorities(grants);
            for (Grant grant : grants) {
                assertTrue(grant.rate() <= grant.want().rate() + 1e-9);
                assertTrue(grant.want().rate() > 0 || grant.want().offers().isEmpty() || grant.offer().isPresent());
            }
            List<Want> settled = grants.stream().map(grant -> new Want(grant.want().order(), grant.want().rate(),
                    grant.want().priority(), grant.want().offers(), grant.offer())).toList();
            List<Grant> again = Planner.plan(settled);
            for (int index = 0; index < grants.size(); index++) {
                assertEquals(grants.get(index).offer(), again.get(index).offer(), "moved without a cause");
                assertEquals(grants.get(index).rate(), again.get(index).rate(), 1e-9);
            }
        }
    }

    private static void checkLoads(List<Grant> grants) {
        Map<String, Double> loads = new HashMap<>();
        Map<String, Double> limits = new HashMap<>();
        grants.forEach(grant -> grant.offer().ifPresent(offer -> {
            loads.merge(offer.device(), offer.share(grant.rate()), Double::sum);
            limits.put(offer.device(), offer.limit());
        }));
        loads.forEach((device, load) -> assertTrue(load <= limits.get(device) + 1e-6, device + " " + load));
    }

    /** Who is reduced or has no place sees no lower priority with a share of a device it could have used. */
    private static void checkPriorities(List<Grant> grants) {
        for (Grant poor : grants) {
            if (poor.offer().isPresent() || poor.want().rate() == 0) {
                continue;
            }
            for (Offer offer : poor.want().offers()) {
                boolean robbed = grants.stream().anyMatch(other -> other.want().priority() > poor.want().priority()
                        && other.offer().filter(taken -> taken.device().equals(offer.device())).isPresent()
                        && other.rate() > 0 && other.offer().get().share(other.rate()) > offer.share(0.2));
                assertTrue(!robbed, "a lower priority was served before " + poor.want());
            }
        }
    }

    private static List<Want> randomWants(Random random) {
        int devices = 1 + random.nextInt(4);
        double[] limits = random.doubles(devices, 0.2, 0.95).toArray();
        int[] lanes = random.ints(devices, 1, 4).toArray();
        List<Want> wants = new ArrayList<>();
        int count = random.nextInt(14);
        for (int order = 0; order < count; order++) {
            List<Offer> offers = new ArrayList<>();
            for (int device = 0; device < devices; device++) {
                for (int variant = 0; variant < random.nextInt(3); variant++) {
                    double median = (0.5 + random.nextInt(40)) * MILLI;
                    offers.add(new Offer("d" + device, device == 0, lanes[device], limits[device], variant, median,
                            Batch.single(median * (1 + random.nextDouble()), "")));
                }
            }
            double rate = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(60);
            Optional<Offer> present = offers.isEmpty() || random.nextBoolean()
                    ? Optional.empty() : Optional.of(offers.get(random.nextInt(offers.size())));
            wants.add(new Want(order, rate, random.nextInt(3), offers, present));
        }
        return wants;
    }

    private static Want want(long order, double rate, int priority, Offer... offers) {
        return new Want(order, rate, priority, List.of(offers), Optional.empty());
    }

    private static Offer offer(String device, boolean cpu, double millis) {
        return new Offer(device, cpu, 1, 0.9, 0, millis * MILLI, Batch.single(millis * MILLI, ""));
    }

    private static Grant of(List<Grant> grants, long order) {
        return grants.stream().filter(grant -> grant.want().order() == order).findFirst().orElseThrow();
    }

    private static double rate(List<Grant> grants, long order) {
        return of(grants, order).rate();
    }

    private static String place(Grant grant) {
        return grant.offer().orElseThrow().device();
    }
}
