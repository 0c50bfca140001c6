package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The Hazelcast plugin of administrators, where somebody says where its jar is: on named ports of the loopback only. */
final class HazelcastJar {
    /** System property with the jar's path. */
    static final String PROPERTY = "hazelcast.plugin";
    /** The plugin's name, by which Openfire finds it. */
    static final String NAME = "hazelcast";

    private static final String LOCAL = "classes/hazelcast-local-config.template.xml";

    private HazelcastJar() {
    }

    static boolean given() {
        return !System.getProperty(PROPERTY, "").isBlank();
    }

    /**
     * A server with a copy of that jar that knows the network.
     *
     * @param port    of 127.0.0.1, where it listens
     * @param address where the others reach it, and from where it calls them
     * @param members where each of them is reached, itself among them
     */
    static ServerConfig clustered(ServerConfig config, Path folder, String port, String address, List<String> members)
            throws IOException {
        Path copy = folder.resolve(NAME + port + ".jar");
        try (var jar = new ZipFile(System.getProperty(PROPERTY)); var out = new ZipOutputStream(Files.newOutputStream(copy))) {
            for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().map(ZipEntry.class::cast)::iterator) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(entry.getName().equals(LOCAL) ? network(port, address, members) : jar.getInputStream(entry).readAllBytes());
                out.closeEntry();
            }
        }
        return config.plugin(NAME, copy).jvm("-Dhazelcast.phone.home.enabled=false", "-Dhazelcast.shutdownhook.enabled=false",
                "-Dhazelcast.socket.bind.any=false", "-Dhazelcast.socket.client.bind.any=false");
    }

    private static byte[] network(String port, String address, List<String> members) {
        String all = members.stream().map(member -> "<member>" + member + "</member>").collect(Collectors.joining());
        return ("""
                <?xml version="1.0" encoding="UTF-8"?>
                <hazelcast xmlns="http://www.hazelcast.com/schema/config">
                  <network>
                    <public-address>%s</public-address>
                    <port auto-increment="false" port-count="1">%s</port>
                    <join>
                      <auto-detection enabled="false"/>
                      <multicast enabled="false"/>
                      <tcp-ip enabled="true">%s</tcp-ip>
                    </join>
                    <interfaces enabled="true"><interface>127.0.0.1</interface></interfaces>
                  </network>
                </hazelcast>
                """.formatted(address, port, all)).getBytes(StandardCharsets.UTF_8);
    }
}
