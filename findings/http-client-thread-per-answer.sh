#!/usr/bin/env bash
# Java's HTTP client starts a thread for each answer to sendAsync() where the machine has one or two processors.
#
# Packages: Debian 12's openjdk-17-jdk-headless 17.0.19+10-1~deb12u2, on a Debian 12 with apt's lists.
# Behaviour: HttpClient.Builder.executor() sets "the executor to be used for asynchronous and dependent tasks", and none is lacking here.
#   But the future that sendAsync() returns is completed by the default executor of CompletableFuture, and that is the common pool only where
#   the pool would have more than one thread, so from three processors on; below, it is a new thread for each task. So on the small virtual
#   machines that servers run on, each request costs the start of a thread, whatever executor the client was given. A future that the caller
#   completes as soon as its BodySubscriber has heard onComplete() starts none.
# Seen: 2026-11-28; 200 requests, one after the other: with 2 processors 200 threads, with 4 none or hardly one, with 2 and futures that the
#   caller completes hardly one.
# Exits with 0 while this is so, with 1 if anything differs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
version='17.0.19+10-1~deb12u2'
mkdir -p archives/partial root
apt-get -qq -o Debug::NoLocking=1 -o Dir::Cache::archives="$work/archives" --no-install-recommends --reinstall --download-only install \
    "openjdk-17-jdk-headless=$version" "openjdk-17-jre-headless=$version" > apt.log 2>&1 || { cat apt.log >&2; exit 1; }
for package in archives/openjdk-17-*.deb; do dpkg -x "$package" root; done
home=$(echo root/usr/lib/jvm/java-17-openjdk-*)
cat > Threads.java <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

class Threads {
    /** Drops a body, and runs something when all of it was read. */
    record Dropping(HttpResponse.BodySubscriber<Void> to, Runnable read) implements HttpResponse.BodySubscriber<Void> {
        public CompletionStage<Void> getBody() {
            return to.getBody();
        }
        public void onSubscribe(Flow.Subscription subscription) {
            to.onSubscribe(subscription);
        }
        public void onNext(List<ByteBuffer> buffers) {
            to.onNext(buffers);
        }
        public void onError(Throwable problem) {
            to.onError(problem);
        }
        public void onComplete() {
            read.run();
            to.onComplete();
        }
    }

    public static void main(String[] arguments) throws Exception {
        boolean completes = Boolean.parseBoolean(arguments[0]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        server.start();
        var executor = Executors.newFixedThreadPool(2);
        HttpClient client = HttpClient.newBuilder().executor(executor).build();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        var threads = ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int i = -20; i < 200; i++) {
            if (i == 0) {
                before = threads.getTotalStartedThreadCount();
            }
            var sent = new CompletableFuture<CompletableFuture<HttpResponse<Void>>>();
            Runnable read = () -> {
                if (completes) {
                    sent.join().complete(null);
                }
            };
            sent.complete(client.sendAsync(HttpRequest.newBuilder(address).build(),
                info -> new Dropping(HttpResponse.BodySubscribers.discarding(), read)));
            sent.join().get(1, TimeUnit.MINUTES);
        }
        System.out.println(threads.getTotalStartedThreadCount() - before);
        System.exit(0);
    }
}
JAVA
java="$work/$home/bin/java"
"$java" --version | head -1
started() { "$java" "-XX:ActiveProcessorCount=$1" Threads.java "$2"; }
two=$(started 2 false)
four=$(started 4 false)
completed=$(started 2 true)
echo "threads for 200 answers: $two with two processors, $four with four, $completed with two where the caller completes the future"
[ "$two" -ge 200 ] && [ "$four" -le 20 ] && [ "$completed" -le 20 ] || { echo "That has changed" >&2; exit 1; }
