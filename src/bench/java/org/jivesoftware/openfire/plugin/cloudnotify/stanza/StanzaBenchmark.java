package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import java.util.concurrent.TimeUnit;
import org.jivesoftware.openfire.plugin.cloudnotify.bench.Material;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.xmpp.packet.Message;

/** Reading what there is to know of a stanza (importance, body, hints), and its fingerprint, which is part of that. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class StanzaBenchmark {

    private static final int MESSAGES = 256;

    /** What kind of message. */
    @Param({"chat", "omemo", "typing", "carbon"})
    String kind;

    private final Message[] messages = new Message[MESSAGES];
    private final StanzaReader reader = new StanzaReader(Material.DOMAIN);
    private int next;

    /** Makes the messages. */
    @Setup
    public void make() {
        String to = "alice@" + Material.DOMAIN;
        for (int i = 0; i < MESSAGES; i++) {
            messages[i] = switch (kind) {
                case "chat" -> Material.chat(to, i);
                case "omemo" -> Material.omemo(to, i);
                case "typing" -> Material.typing(to, i);
                default -> Material.carbon(to + "/phone", i);
            };
        }
    }

    private Message message() {
        return messages[next++ % MESSAGES];
    }

    /** All of it. */
    @Benchmark
    public Stanza read() {
        return reader.read(message());
    }

    /** The fingerprint's part of it. */
    @Benchmark
    public Fingerprint fingerprint() {
        return Fingerprint.of(message().getElement(), "example.org");
    }
}
