package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the command line says: "--name value" each, with a default for all and a bound for numbers. */
final class Options {
    /** Stands for half of what went at most. */
    static final int HALF = -1;
    /** Stands for a quarter of that. */
    static final int QUARTER = -2;
    private static final int LONGEST_SECONDS = 600;
    private static final int MOST = 2_000_000;

    private final Map<String, String> given = new HashMap<>();

    Options(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i += 2) {
            if (!arguments.get(i).startsWith("--") || i + 1 == arguments.size()) {
                throw new IllegalArgumentException("Options are given as --name value, but there is " + arguments.get(i));
            }
            given.put(arguments.get(i).substring(2), arguments.get(i + 1));
        }
    }

    /** The same with another value for what is not given. */
    Options with(String name, String value) {
        Options more = new Options(List.of());
        more.given.put(name, value);
        more.given.putAll(given);
        return more;
    }

    /** How long each step lasts. */
    int seconds(int usual) {
        return number("seconds", usual, LONGEST_SECONDS);
    }

    int number(String name, int usual) {
        return number(name, usual, MOST);
    }

    private int number(String name, int usual, int most) {
        int number = Integer.parseInt(given.getOrDefault(name, Integer.toString(usual)));
        if (number < 0 || number > most) {
            throw new IllegalArgumentException("--" + name + " is between 0 and " + most);
        }
        return number;
    }

    /** The loads to be put on, in stanzas a second; 0 ("max") stands for as many as go, {@link #HALF} ("half") for half of that. */
    List<Integer> rates(String usual) {
        return Arrays.stream(given.getOrDefault("rate", usual).split(",")).map(rate -> switch (rate) {
            case "max" -> 0;
            case "half" -> HALF;
            case "quarter" -> QUARTER;
            default -> Integer.parseUnsignedInt(rate);
        }).toList();
    }

    boolean on(String name) {
        return Boolean.parseBoolean(given.getOrDefault(name, "false"));
    }

    String text(String name, String usual) {
        return given.getOrDefault(name, usual);
    }

    /** The folder for JSON, plots and recordings. */
    Path folder() {
        return Path.of(given.getOrDefault("out", "target/load"));
    }
}
