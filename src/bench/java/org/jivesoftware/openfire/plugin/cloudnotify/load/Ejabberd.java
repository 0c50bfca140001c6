package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerPorts;

/** ejabberd, with mod_push or without it, and its usual storage: Mnesia. */
final class Ejabberd extends ForeignServer {
    static final String MODULE = "mod_push";
    private static final List<Path> LIBRARIES = List.of(Path.of("/usr/lib"), Path.of("/usr/lib/erlang"));

    private static final String ROOMS = "  mod_muc: {max_users: 5000, default_room_options: {allow_subscription: true, max_users: 5000}}\n";

    private final int httpPort = ServerPorts.free().client();
    private final HttpClient http = HttpClient.newHttpClient();

    private Ejabberd(boolean pushes) throws IOException {
        super(new Name("ejabberd", pushes ? MODULE : null));
    }

    /** Tells whether the machine has it. */
    static boolean installed() {
        return executable("erl").isPresent() && library().isPresent();
    }

    /** The folder of Erlang libraries that has ejabberd among them. */
    private static Optional<Path> library() {
        for (Path parent : LIBRARIES) {
            if (Files.isDirectory(parent)) {
                try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, Files::isDirectory)) {
                    for (Path folder : folders) {
                        if (hasPush(folder)) {
                            return Optional.of(folder);
                        }
                    }
                } catch (IOException e) {
                    // A folder that cannot be read has none for us.
                }
            }
        }
        return Optional.empty();
    }

    private static boolean hasPush(Path folder) {
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(folder, "ejabberd-*")) {
            for (Path version : versions) {
                if (Files.isReadable(version.resolve("ebin").resolve(MODULE + ".beam"))) {
                    return true;
                }
            }
        } catch (IOException e) {
            // The same.
        }
        return false;
    }

    /** @param rooms whether it has rooms, to which members can subscribe */
    static Ejabberd start(boolean pushes, boolean rooms) throws IOException {
        Ejabberd server = new Ejabberd(pushes);
        Path file = Files.writeString(server.folder().resolve("ejabberd.yml"), """
            hosts: [%s]
            loglevel: warning
            listen:
              - {port: %d, ip: "127.0.0.1", module: ejabberd_c2s, shaper: none, access: all, starttls: false, max_stanza_size: infinity}
              - {port: %d, ip: "127.0.0.1", module: ejabberd_service, shaper: none, hosts: {%s: {password: %s}}}
              - {port: %d, ip: "127.0.0.1", module: ejabberd_http, request_handlers: {/api: mod_http_api}}
            auth_method: internal
            auth_password_format: plain
            registration_timeout: infinity
            shaper_rules: {unbounded: infinity}
            api_permissions:
              loopback: {from: [mod_http_api], who: {ip: 127.0.0.1/8}, what: [delete_old_messages]}
            modules:
              mod_disco: {}
              mod_roster: {}
              mod_ping: {}
              mod_version: {}
              mod_register: {access: all, ip_access: all}
              mod_offline: {access_max_user_messages: unbounded}
              mod_stream_mgmt: {resume_timeout: 3600, max_ack_queue: infinity}
            %s%s""".formatted(DOMAIN, server.clientPort(), server.componentPort(), Entrant.SERVICE, ServerConfig.COMPONENT_SECRET,
            server.httpPort, pushes ? "  " + MODULE + ": {}\n" : "", rooms ? ROOMS : ""));
        List<String> command = new ArrayList<>(List.of("erl", "+K", "true"));
        // Schedulers that wait busily, as Erlang's do unless told, would count as CPU time of messages.
        List.of("+sbwt", "+sbwtdcpu", "+sbwtdio").forEach(wait -> command.addAll(List.of(wait, "none")));
        // Without a node name there is no cluster, and no daemon that stays behind.
        Path database = Files.createDirectories(server.folder().resolve("mnesia"));
        command.addAll(List.of("-mnesia", "dir", "\"" + database + "\"", "-noinput", "-s", "ejabberd"));
        server.start(Map.of("ERL_LIBS", library().orElseThrow().toString(), "EJABBERD_CONFIG_PATH", file.toString(),
            "EJABBERD_LOG_PATH", server.folder().resolve("ejabberd.log").toString(),
            "ERL_CRASH_DUMP", server.folder().resolve("crash.dump").toString()), command);
        return server;
    }

    /** {@inheritDoc} MUC/Sub. */
    @Override
    public String roomRequest(String nickname) {
        return "<subscribe xmlns='urn:xmpp:mucsub:0' nick='" + nickname + "'><event node='urn:xmpp:mucsub:nodes:messages'/></subscribe>";
    }

    @Override
    public void forget() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/api/delete_old_messages"))
            .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString("{\"days\": 0}")).build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("ejabberd keeps its offline messages: " + answer.body());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
