package org.jivesoftware.openfire.plugin.cloudnotify.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeProperties;
import org.junit.jupiter.api.Test;

/** What the settings make of properties that come and go. */
class SettingsTest {

    private final FakeProperties properties = new FakeProperties();
    private final Settings settings = new Settings(properties);

    /** Whoever deletes one of these deletes the other with an older Openfire: there are two from the beginning, and no more. */
    @Test
    void noNewSettingsNameBeginsWithAnothers() throws Exception {
        List<String> names = new ArrayList<>();
        for (Field field : Settings.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.get(null) instanceof Setting<?> setting) {
                names.add(setting.property());
            }
        }
        assertEquals(31, names.size(), names.toString());
        Set<String> pairs = names.stream().flatMap(name -> names.stream().filter(other -> !other.equals(name) && other.startsWith(name)))
            .collect(Collectors.toSet());
        assertEquals(Set.of("cloudnotify.important-body", "cloudnotify.metrics-token"), pairs);
    }

    @Test
    void whatWasDeletedAlongHasItsDefaultAtOnce() {
        properties.set("cloudnotify.import", "true");
        properties.set("cloudnotify.important-body", "Ring!");
        properties.set("cloudnotify.max-devices", "7");
        assertEquals("Ring!", settings.get(Settings.IMPORTANT_BODY));
        assertEquals(7, settings.get(Settings.MAX_DEVICES));
        properties.delete("cloudnotify.import");
        assertEquals(false, settings.get(Settings.IMPORT));
        assertEquals("New Message!", settings.get(Settings.IMPORTANT_BODY));
        assertEquals(7, settings.get(Settings.MAX_DEVICES));
    }

    @Test
    void aDefaultIsWrittenAndNothingDeleted() {
        settings.set(Settings.MAX_DEVICES, 7);
        settings.set(Settings.MAX_DEVICES, Settings.MAX_DEVICES.defaultValue());
        assertEquals("5", properties.get("cloudnotify.max-devices"));
    }
}
