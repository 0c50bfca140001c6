package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is counted since the plugin started, for who draws rates of it: decisions by what was decided, pushes by why, and answers by how
 * long they took. Thread-safe, without locks; the memory is constant.
 */
public final class Counters implements Journal {

    /** The upper bounds of the answer times that are told apart, in seconds. */
    public static final List<Double> BOUNDS = List.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0);

    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
    private final Map<Trigger, LongAdder> triggers = new EnumMap<>(Trigger.class);
    /** One more than there are bounds. */
    private final LongAdder[] answers = new LongAdder[BOUNDS.size() + 1];
    private final LongAdder millis = new LongAdder();

    /** Nothing was counted yet. */
    public Counters() {
        Arrays.stream(Outcome.values()).forEach(outcome -> outcomes.put(outcome, new LongAdder()));
        Arrays.stream(Trigger.values()).forEach(trigger -> triggers.put(trigger, new LongAdder()));
        Arrays.setAll(answers, index -> new LongAdder());
    }

    @Override
    public void decided(Decision decision) {
        Objects.requireNonNull(outcomes.get(decision.outcome())).increment();
        if (decision.outcome() == Outcome.PUSHED) {
            Objects.requireNonNull(triggers.get(decision.trigger())).increment();
        }
    }

    @Override
    public void answered(Answer answer) {
        if (answer.condition().equals(Answer.TIMEOUT)) {
            return;
        }
        Duration latency = answer.latency();
        int index = 0;
        while (index < BOUNDS.size() && latency.toMillis() > BOUNDS.get(index) * 1_000) {
            index++;
        }
        answers[index].increment();
        millis.add(latency.toMillis());
    }

    /**
     * @param outcome what was decided
     * @return how often
     */
    public long decisions(Outcome outcome) {
        return Objects.requireNonNull(outcomes.get(outcome)).sum();
    }

    /**
     * @param trigger why
     * @return how many pushes were published for that
     */
    public long pushes(Trigger trigger) {
        return Objects.requireNonNull(triggers.get(trigger)).sum();
    }

    /** @return how many answers came within each of the {@link #BOUNDS}, and at last of all */
    public List<Long> answersWithin() {
        long[] sum = new long[1];
        return Arrays.stream(answers).map(count -> sum[0] += count.sum()).toList();
    }

    /** @return how long all answers took together, in seconds */
    public double answerSeconds() {
        return millis.sum() / 1_000.0;
    }
}
