package org.example.push;

import java.io.File;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.dom4j.DocumentHelper;
import org.dom4j.QName;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginListener;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.plugin.cloudnotify.api.CloudNotify;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushDraft;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushListener;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushReason;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushRegistration;
import org.jivesoftware.openfire.plugin.cloudnotify.api.RegistrationDraft;

/**
 * A plugin that uses all of Cloud Notify's API. What it does depends on the user's name, so that tests can choose; they also call its
 * methods by name.
 */
public final class ExamplePlugin implements Plugin, PluginListener, PushListener {

    private final List<CloudNotify.Handle> handles = new ArrayList<>();
    private final Queue<String> events = new ConcurrentLinkedQueue<>();
    private final Queue<String> shown = new ConcurrentLinkedQueue<>();
    private PluginManager plugins;
    private CloudNotify push;

    @Override
    public synchronized void initializePlugin(PluginManager manager, File directory) {
        plugins = manager;
        manager.addPluginListener(this);
        connect();
    }

    @Override
    public synchronized void destroyPlugin() {
        plugins.removePluginListener(this);
        disconnect();
    }

    @Override
    public synchronized void pluginCreated(String name, Plugin plugin) {
        if (name.equals("cloudnotify")) {
            connect();
        }
    }

    @Override
    public synchronized void pluginDestroyed(String name, Plugin plugin) {
        if (name.equals("cloudnotify")) {
            disconnect();
        }
    }

    private void connect() {
        disconnect();
        CloudNotify.find(plugins).ifPresent(api -> {
            push = api;
            handles.add(api.addRegistrationReviewer(this::review));
            handles.add(api.addPushReviewer(this::review));
            handles.add(api.addListener(this));
        });
    }

    private void disconnect() {
        handles.forEach(CloudNotify.Handle::close);
        handles.clear();
        push = null;
    }

    private void review(RegistrationDraft draft) {
        show(draft.registration().username(), draft, RegistrationDraft.class);
        show(draft.registration().username(), draft.registration(), PushRegistration.class);
        String user = draft.registration().username();
        if (user.startsWith("refused")) {
            draft.refuse("Not " + draft.registration().service() + ", please.");
        } else if (user.startsWith("amended")) {
            draft.setOption("secret", List.of("replaced"));
            draft.setOption("added", List.of("one", "two"));
        }
        misbehave(user);
    }

    private void review(PushDraft draft) {
        show(draft.registration().username(), draft, PushDraft.class);
        show(draft.registration().username(), draft.registration(), PushRegistration.class);
        String user = draft.registration().username();
        if (user.startsWith("blocked") && draft.reason() != PushReason.PING) {
            draft.block();
        } else {
            draft.add(DocumentHelper.createElement(QName.get("urgency", "urn:example:urgency")).addText(draft.reason().name()));
        }
        misbehave(user);
    }

    private static void misbehave(String user) {
        if (user.startsWith("throwing")) {
            throw new IllegalStateException("The example fails");
        }
        if (user.startsWith("hanging")) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(12);
            while (System.nanoTime() < end) {
                // Not even an interruption helps.
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void pushed(PushRegistration registration, PushReason reason, String pushId) {
        events.add("pushed " + registration.username() + " " + reason);
        misbehave(registration.username());
    }

    @Override
    public void answered(PushRegistration registration, String pushId, String condition, Duration latency) {
        events.add("answered " + registration.username() + " " + condition + (latency.isNegative() ? " before it was asked" : ""));
    }

    @Override
    public void disabled(PushRegistration registration, String condition) {
        events.add("disabled " + registration.username() + " " + condition);
    }

    @Override
    public void added(PushRegistration registration) {
        events.add("added " + registration.username() + " " + registration.node());
    }

    @Override
    public void removed(PushRegistration registration) {
        events.add("removed " + registration.username() + " " + registration.node());
    }

    /** For the tests: what was heard of a user. */
    synchronized String events(String user) {
        return events.stream().filter(event -> event.contains(" " + user + " ")).toList().toString();
    }

    private void show(String user, Object object, Class<?> type) {
        StringBuilder text = new StringBuilder("shown " + user + " ").append(object);
        for (Method method : type.getMethods()) {
            if (method.getParameterCount() == 0 && method.getReturnType() != void.class) {
                try {
                    text.append(' ').append(method.getName()).append('=').append(method.invoke(object));
                } catch (ReflectiveOperationException e) {
                    text.append(' ').append(method.getName()).append(" fails: ").append(e.getCause());
                }
            }
        }
        shown.add(text.toString());
    }

    /** For the tests: all that the API's objects say of a user's devices. */
    synchronized String shown(String user) throws Exception {
        for (PushRegistration registration : push.registrations(user).toCompletableFuture().get(5, TimeUnit.SECONDS)) {
            show(user, registration, PushRegistration.class);
        }
        return shown.stream().filter(text -> text.startsWith("shown " + user + " ")).toList().toString();
    }

    /** For the tests. */
    synchronized void ping(String user) {
        push.ping(user);
    }

    /** For the tests: pings one device only. */
    synchronized void pingDevice(String user, String node) throws Exception {
        for (PushRegistration registration : push.registrations(user).toCompletableFuture().get(5, TimeUnit.SECONDS)) {
            if (node.equals(registration.node())) {
                push.ping(registration);
            }
        }
    }

    /** For the tests: whether it is connected, and whether the API comes from its own class loader. */
    synchronized String connection() {
        return push == null ? "none" : CloudNotify.class.getClassLoader() == ExamplePlugin.class.getClassLoader() ? "own" : "other";
    }
}
