package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.bench.Material;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.AppFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Letter;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Sealing;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PublishOptions;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PubsubNode;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** Writing the publish of a push. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class PublishBenchmark {

    private final PubsubPublish publish = new PubsubPublish(new JID(Material.DOMAIN), new AppFeatures(), new Sealing(new SecureRandom()));
    private final Registration registration = Material.registration("alice", 1);
    private final PublishOptions options = registration.options();
    private final Registration encrypting = Material.encrypting("alice", 1);
    private final Push encrypted = new Push(encrypting, encrypting.key(), new Cause(Trigger.OFFLINE, true), new Summary(1, null, null,
        "New Message!"), new Letter(1, "bob@chat.example", false, null, "Are you there? The boat leaves at seven, and we wait for you.",
        null), 1);
    private final Push push = new Push(registration, new Cause(Trigger.OFFLINE, true), new Summary(1, null, null, "New Message!"));

    /** A push to a registration with one publish option. */
    @Benchmark
    public IQ write() {
        return publish.write("0123456789abcdef0123456789abcdef", push, new PubsubNode(push.key()));
    }

    /** The same where its app wants it encrypted, with sender and text. */
    @Benchmark
    public IQ writeEncrypted() {
        return publish.write("0123456789abcdef0123456789abcdef", encrypted, new PubsubNode(encrypted.key()));
    }

    /** As text. */
    @Benchmark
    public String writeEncryptedAsText() {
        return writeEncrypted().toXML();
    }

    /** The options' part of it. */
    @Benchmark
    public Element options() {
        return options.toForm();
    }

    /** With what follows in Openfire: the text that goes over the wire. */
    @Benchmark
    public String writeAsText() {
        return write().toXML();
    }
}
