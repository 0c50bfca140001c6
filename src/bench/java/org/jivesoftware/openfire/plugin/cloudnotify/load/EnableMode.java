package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Enables, each of which is answered once the database has committed it. */
final class EnableMode {
    private static final int WINDOW = 20;
    private static final int DRAIN_SECONDS = 10;

    private final Options options;
    private final Report report = new Report("Enables");

    EnableMode(Options options) {
        this.options = options;
    }

    void run() throws IOException {
        int clients = options.number("clients", 50);
        for (boolean onDisk : new boolean[] {false, true}) {
            try (World world = new World(options, true, onDisk)) {
                String[] names = World.names("u", clients);
                world.users(names);
                LeanStream[] streams = new LeanStream[clients];
                for (int i = 0; i < clients; i++) {
                    streams[i] = world.login(names[i], "phone");
                }
                Run run = new Run(streams);
                run.send(options.number("warmup", 8));
                world.control().database().startCounting();
                run.send(1);
                long statements = Math.min(run.answered.get() * 100, world.control().database().count("ofcloudnotify"));
                long counted = run.answered.get();
                world.control().database().stopCounting();
                Usage before = Usage.now(world.control());
                double seconds = run.send(options.seconds(10));
                Usage used = Usage.now(world.control()).since(before);
                report.add(new Step().with("database", onDisk ? "each commit on disk" : "commits on disk every 500 ms")
                    .with("enables", run.answered.get()).with("errors", run.errors.get())
                    .with("enables per second", run.answered.get() / seconds).with("latency", run.latencies)
                    .with("statements each", (double) statements / Math.max(1, counted))
                    .with(used, run.answered.get()));
            }
        }
        report.write(options.folder(), "enable");
    }

    private static final class Run {
        private final LeanStream[] streams;
        private final AtomicLong sent = new AtomicLong();
        private final AtomicLong answered = new AtomicLong();
        private final AtomicLong errors = new AtomicLong();
        private final AtomicLongArray sentAt = new AtomicLongArray(1 << 20);
        private final AtomicLong number = new AtomicLong();
        private volatile Latencies latencies;

        Run(LeanStream[] streams) {
            this.streams = streams;
            for (LeanStream stream : streams) {
                stream.read("client", ">", this::take, () -> { });
            }
        }

        private void take(String tag) {
            String id = LeanStream.between(tag, "id=\"e", "\"");
            if (id == null) {
                return;
            }
            answered.incrementAndGet();
            if (!tag.contains("type=\"result\"")) {
                errors.incrementAndGet();
            }
            latencies.add(System.nanoTime() - sentAt.get((int) (Long.parseLong(id) % sentAt.length())));
        }

        /** Every client re-enables its five nodes in turn, with another secret each time, so that each is a change of a row. */
        double send(int seconds) throws IOException {
            sent.set(0);
            answered.set(0);
            errors.set(0);
            latencies = new Latencies();
            long begin = System.nanoTime();
            Pace pace = new Pace(0, seconds * 1_000_000_000L, () -> sent.get() - answered.get(), WINDOW);
            while (pace.next()) {
                long turn = number.getAndIncrement();
                sentAt.set((int) (turn % sentAt.length()), System.nanoTime());
                sent.incrementAndGet();
                streams[(int) (turn % streams.length)].send("<iq type='set' id='e" + turn
                    + "'><enable xmlns='urn:xmpp:push:0' jid='push.example.org' node='node-" + turn / streams.length % 5
                    + "'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
                    + "<value>http://jabber.org/protocol/pubsub#publish-options</value></field><field var='secret'><value>" + turn
                    + "</value></field></x></enable></iq>");
            }
            World.await(DRAIN_SECONDS, () -> answered.get() >= sent.get());
            return (System.nanoTime() - begin) / 1e9;
        }
    }
}
