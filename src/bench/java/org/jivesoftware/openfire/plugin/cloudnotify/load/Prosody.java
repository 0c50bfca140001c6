package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;

/** Prosody, with mod_cloud_notify or without it, and its usual storage: one file for each user. */
final class Prosody extends ForeignServer {
    static final String MODULE = "mod_cloud_notify";
    /** Sends what a room says to members who are away and asked for it: one of the community's modules, which not every package has. */
    static final String ROOMS_MODULE = "mod_muc_offline_delivery";
    private static final List<Path> MODULES = Stream.of("/usr/lib/prosody/modules", "/usr/local/lib/prosody/modules",
        "/usr/share/prosody/modules", "/opt/prosody-modules").map(Path::of).toList();

    private Prosody(boolean pushes) throws IOException {
        super(new Name("Prosody", pushes ? MODULE : null));
    }

    /** Tells whether the machine has both. */
    static boolean installed() {
        return executable("prosody").isPresent() && has(MODULE);
    }

    /** Tells whether it also has what rooms need. */
    static boolean installedForRooms() {
        return installed() && has(ROOMS_MODULE);
    }

    private static boolean has(String module) {
        return MODULES.stream().anyMatch(folder -> Files.isDirectory(folder.resolve(module)));
    }

    /** @param rooms whether it has rooms, of which members hear who are away */
    static Prosody start(boolean pushes, boolean rooms) throws IOException {
        Prosody server = new Prosody(pushes);
        Path data = Files.createDirectories(server.folder().resolve("data"));
        Files.createDirectories(server.folder().resolve("certs"));
        Path file = Files.writeString(server.folder().resolve("prosody.cfg.lua"), """
            run_as_root = true
            data_path = "%s"
            log = { warn = "*console" }
            plugin_paths = { %s }
            interfaces = { "127.0.0.1" }
            c2s_ports = { %d }
            component_interfaces = { "127.0.0.1" }
            component_ports = { %d }
            modules_enabled = { "saslauth", "roster", "disco", "ping", "version", "register_ibr", "offline", "smacks"%s }
            modules_disabled = { "s2s", "tls" }
            authentication = "internal_plain"
            c2s_require_encryption = false
            allow_unencrypted_plain_auth = true
            allow_registration = true
            smacks_hibernation_time = 3600
            VirtualHost "%s"
            Component "%s"
            component_secret = "%s"
            %s""".formatted(data, String.join(", ", MODULES.stream().map(folder -> "\"" + folder + "\"").toList()), server.clientPort(),
            server.componentPort(), pushes ? ", \"cloud_notify\"" : "", DOMAIN, Entrant.SERVICE, ServerConfig.COMPONENT_SECRET,
            rooms ? "Component \"conference.%s\" \"muc\"\nmodules_enabled = { \"muc_offline_delivery\" }\n".formatted(DOMAIN) : ""));
        server.start(Map.of(), List.of("prosody", "-F", "--config", file.toString()));
        return server;
    }

    /** {@inheritDoc} As Siskin does. */
    @Override
    public String roomRequest(String nickname) {
        return "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
            + "http://jabber.org/protocol/muc#register</value></field><field var='muc#register_roomnick'><value>" + nickname
            + "</value></field><field var='{http://tigase.org/protocol/muc}offline' type='boolean'><value>1</value></field></x></query>";
    }

    @Override
    public void forget() throws IOException {
        try (Stream<Path> hosts = Files.list(folder().resolve("data"))) {
            hosts.map(host -> host.resolve("offline")).filter(Files::isDirectory).forEach(offline -> delete(offline, false));
        }
    }
}
