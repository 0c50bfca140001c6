package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjLongConsumer;

/** Servers of endpoints, which speak HTTP/2 on ports of their own at {@code localhost}: a process of Node.js, since no JDK has one. */
final class EndpointServers implements Closeable {
    private static final String SCRIPT = """
        const http2 = require('http2');
        const [pfx, passphrase, count] = process.argv.slice(2);
        const hanging = new Set();
        const held = [];
        for (let i = 0; i < count; i++) {
          held[i] = [];
          const server = http2.createSecureServer({pfx: require('fs').readFileSync(pfx), passphrase});
          server.on('session', () => console.log('connection ' + i));
          server.on('stream', (stream, headers) => {
            stream.on('error', () => {});
            stream.resume();
            stream.on('end', () => {
              console.log('push ' + headers[':path'].slice(1));
              if (hanging.has(i)) {
                held[i].push(stream);
              } else {
                stream.respond({':status': 201}, {endStream: true});
              }
            });
          });
          server.listen(0, '127.0.0.1', () => console.log('port ' + i + ' ' + server.address().port));
        }
        require('readline').createInterface({input: process.stdin}).on('line', line => {
          const number = Number(line.slice(1));
          if (line[0] === '+') {
            hanging.add(number);
          } else {
            hanging.delete(number);
            held[number].splice(0).forEach(stream => stream.destroyed || stream.respond({':status': 201}, {endStream: true}));
          }
        }).on('close', () => process.exit());
        """;
    private static final int START_SECONDS = 30;

    private final Process process;
    private final int[] ports;
    private final CountDownLatch started;
    private final AtomicLong connections = new AtomicLong();
    private volatile ObjLongConsumer<String> listener = (path, nanos) -> { };

    /**
     * @param keys a PKCS12 file with the certificate of {@code localhost}
     * @param password opens it
     * @param count how many
     */
    EndpointServers(Path keys, String password, int count) throws IOException {
        Path script = Files.createTempFile("endpoints", ".js");
        script.toFile().deleteOnExit();
        Files.writeString(script, SCRIPT);
        ports = new int[count];
        started = new CountDownLatch(count);
        process = new ProcessBuilder("node", script.toString(), keys.toString(), password, Integer.toString(count))
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Thread reader = new Thread(this::read, "endpoints");
        reader.setDaemon(true);
        reader.start();
        try {
            if (!started.await(START_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("Node.js did not start");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                switch (words[0]) {
                    case "push" -> listener.accept(words[1], System.nanoTime());
                    case "connection" -> connections.incrementAndGet();
                    default -> {
                        ports[Integer.parseInt(words[1])] = Integer.parseInt(words[2]);
                        started.countDown();
                    }
                }
            }
        } catch (IOException e) {
            // It ends.
        }
    }

    /** Their addresses, each with its port. */
    String[] hosts() {
        return Arrays.stream(ports).mapToObj(port -> "localhost:" + port).toArray(String[]::new);
    }

    /** Who is told the path of each push and when it was read. */
    void listener(ObjLongConsumer<String> newListener) {
        listener = newListener;
    }

    /** One of them answers no more, or again, then also what it kept. */
    void hang(int number, boolean hangs) throws IOException {
        OutputStream out = process.getOutputStream();
        out.write(((hangs ? "+" : "-") + number + "\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** How many connections there were. */
    long connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.destroy();
    }
}
