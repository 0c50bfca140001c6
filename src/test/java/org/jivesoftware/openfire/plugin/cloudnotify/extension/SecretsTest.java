package org.jivesoftware.openfire.plugin.cloudnotify.extension;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.dom4j.DocumentHelper;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushListener;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushReason;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushRegistration;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Content;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Summary;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.AppFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PublishOptions;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PublishOptions.Field;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Wishes;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeProperties;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeStore;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestRegistrations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xmpp.packet.JID;

/**
 * Whatever other plugins are given, none of it shows an app's key or the values of a client's publish-options (behaviour §6, §10), nor does
 * anything that it refers to, since there are libraries that write out all the fields of an object.
 */
@Timeout(60)
class SecretsTest {

    private static final byte[] APPS_KEY = "an app's own key".getBytes(StandardCharsets.US_ASCII);
    private static final String OPTION = "shared-with-the-service";
    private static final String PLUGINS = "org.jivesoftware.openfire.plugin.";
    private static final RegistrationKey DEVICE = new RegistrationKey("alice", new JID("push.example"), "device");

    private final Registrations registrations =
        TestRegistrations.of(new FakeStore(), new Settings(new FakeProperties()), Clock.systemUTC(), 100);
    private final Extensions extensions = new Extensions(Duration.ofSeconds(30));
    private final ResultListeners results = new ResultListeners(extensions, registrations);
    private final Api api = new Api(extensions, registrations, (user, audience) -> { });
    /** All that a plugin was shown, by who showed it. */
    private final BlockingQueue<Map<String, String>> shown = new LinkedBlockingQueue<>();
    private final PublishOptions options = PublishOptions.of(List.of(
        new Field("FORM_TYPE", null, null, List.of(PublishOptions.FORM_TYPE)), new Field("secret", null, null, List.of(OPTION))));
    private Registration registration;

    @BeforeEach
    void anAppWithAKey() throws Exception {
        Wishes wishes = new AppFeatures().reader().read(DocumentHelper.parseText("<enable xmlns='urn:xmpp:push:0'>"
            + "<encrypt xmlns='tigase:push:encrypt:0' alg='aes-128-gcm'>" + Base64.getEncoder().encodeToString(APPS_KEY)
            + "</encrypt></enable>").getRootElement());
        registration = registrations.enable(DEVICE, options, wishes, "phone", null);
        assertArrayEquals(APPS_KEY, new AppFeatures().encryption().of(registration).bytes(), "the key is there");
    }

    @AfterEach
    void close() {
        api.close();
        extensions.close();
    }

    /** What an object says of itself, and by every method of the API that takes nothing. */
    private static Map<String, String> all(Object object) {
        Map<String, String> all = new TreeMap<>();
        all.put("toString", object.toString());
        all.put("fields", fields(object, new IdentityHashMap<>()));
        for (Class<?> type : object.getClass().getInterfaces()) {
            for (Method method : type.getMethods()) {
                if (method.getParameterCount() == 0 && method.getReturnType() != void.class) {
                    Object value = call(method, object);
                    all.put(method.getName(), String.valueOf(value));
                    if (value instanceof PushRegistration) {
                        all(value).forEach((name, text) -> all.put(method.getName() + "." + name, text));
                    }
                }
            }
        }
        return all;
    }

    /** The texts in everything that an object refers to, as far as it is of the plugin or is a collection. */
    private static String fields(Object object, Map<Object, Boolean> seen) {
        if (object == null || seen.put(object, true) != null) {
            return "";
        }
        if (object instanceof byte[] bytes) {
            return " " + new String(bytes, StandardCharsets.ISO_8859_1);
        }
        if (object instanceof Collection<?> many) {
            return many.stream().map(each -> fields(each, seen)).collect(Collectors.joining());
        }
        if (!object.getClass().getName().startsWith(PLUGINS)) {
            return " " + object;
        }
        StringBuilder texts = new StringBuilder();
        for (Class<?> type = object.getClass(); type.getName().startsWith(PLUGINS); type = type.getSuperclass()) {
            for (java.lang.reflect.Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    texts.append(fields(get(field, object), seen));
                }
            }
        }
        return texts.toString();
    }

    private static Object get(java.lang.reflect.Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new AssertionError(field.toString(), e);
        }
    }

    private static Object call(Method method, Object object) {
        try {
            return method.invoke(object);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(method.toString(), e);
        }
    }

    private void assertShownWithoutSecrets(String mustBeThere) throws InterruptedException {
        Map<String, String> one = shown.poll(30, TimeUnit.SECONDS);
        assertTrue(one != null && one.containsKey(mustBeThere), () -> "not shown at all: " + one);
        String text = one.toString().toLowerCase(Locale.ROOT);
        for (String secret : List.of(OPTION, Base64.getEncoder().encodeToString(APPS_KEY), HexFormat.of().formatHex(APPS_KEY),
            new String(APPS_KEY, StandardCharsets.US_ASCII))) {
            assertFalse(text.contains(secret.toLowerCase(Locale.ROOT)), text);
        }
    }

    @Test
    void registrationsThatAreAskedFor() throws Exception {
        api.registrations("alice").toCompletableFuture().get(30, TimeUnit.SECONDS).forEach(each -> shown.add(all(each)));
        assertShownWithoutSecrets("resource");
        assertEquals(0, shown.size());
    }

    @Test
    void whatIsToBePublishedOrStored() throws Exception {
        extensions.addPushReviewer(draft -> shown.add(all(draft)));
        new PushReviews(extensions).review(new Push(registration, new Cause(Trigger.OFFLINE, false, true, 1, 0,
            new Content("bob@example", "Hi"), List.of(), List.of(), null), new Summary(3, null, "bob@example", "Hi")));
        assertShownWithoutSecrets("registration.resource");
        extensions.addRegistrationReviewer(draft -> {
            Map<String, String> all = all(draft);
            // What a reviewer can amend is in there; it has no key.
            all.put("fields", fields(draft.registration(), new IdentityHashMap<>()));
            shown.add(all);
        });
        new RegistrationReviews(extensions, () -> 30_000).review(DEVICE, options);
        assertShownWithoutSecrets("optionNames");
    }

    @Test
    void whatBecameOfIt() throws Exception {
        api.addListener(new PushListener() {
            @Override
            public void pushed(PushRegistration pushed, PushReason reason, String pushId) {
                shown.add(all(pushed));
            }

            @Override
            public void answered(PushRegistration pushed, String pushId, String condition, Duration latency) {
                shown.add(all(pushed));
            }

            @Override
            public void disabled(PushRegistration gone, String condition) {
                shown.add(all(gone));
            }

            @Override
            public void added(PushRegistration added) {
                shown.add(all(added));
            }

            @Override
            public void removed(PushRegistration gone) {
                shown.add(all(gone));
            }
        });
        results.enabled(registration);
        results.decided(new Decision(Instant.EPOCH, "alice", DEVICE, Trigger.CALL, Outcome.PUSHED, "id", null, null));
        results.answered(new Answer(Instant.EPOCH, "id", DEVICE, "gone", Duration.ofMillis(7)));
        results.disabled(registration.with(new Health(4, 0, Instant.EPOCH, "gone")));
        results.removed(registration);
        for (int i = 0; i < 5; i++) {
            assertShownWithoutSecrets("resource");
        }
    }
}
