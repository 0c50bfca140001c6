package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.disco.IQDiscoInfoHandler;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Whole;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces a feature on the server's domain and on every account (XEP-0357 §4, docs/behaviour.md §1), and others on accounts only (§10).
 * Up to Openfire 4.2 an account answers with the server's features, so that there the server announces them all; since 4.3 it has providers
 * of its own, which are reached by reflection.
 */
public final class DiscoFeatures implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DiscoFeatures.class);
    private static final String PROVIDER = "org.jivesoftware.openfire.disco.UserFeaturesProvider";

    private final IQDiscoInfoHandler handler;
    private final List<String> ofServer = new ArrayList<>();
    private final String feature;
    private @Nullable Object provider;

    /**
     * Announces.
     *
     * @param handler Openfire's handler of disco#info
     * @param feature the feature
     * @param ofAccounts what only accounts announce
     * @param part is told what fails
     */
    public DiscoFeatures(IQDiscoInfoHandler handler, String feature, List<String> ofAccounts, Part part) {
        this.handler = Objects.requireNonNull(handler);
        this.feature = Objects.requireNonNull(feature);
        Objects.requireNonNull(part);
        Whole.begin(() -> announce(ofAccounts, part), this);
    }

    private void announce(List<String> ofAccounts, Part part) {
        announce(feature);
        List<String> all = new ArrayList<>(ofAccounts);
        all.add(0, feature);
        try {
            Class<?> type = Class.forName(PROVIDER, false, IQDiscoInfoHandler.class.getClassLoader());
            provider = Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, new Provider(List.copyOf(all), part));
            handler.getClass().getMethod("addUserFeaturesProvider", type).invoke(handler, provider);
        } catch (ClassNotFoundException e) {
            LOG.debug("Accounts announce the features of the server on this version of Openfire");
            ofAccounts.forEach(this::announce);
        } catch (ReflectiveOperationException | LinkageError e) {
            LOG.warn("Accounts cannot announce {} on this version of Openfire; clients that look there will not enable pushes", feature, e);
        }
    }

    private void announce(String ofAll) {
        ofServer.add(ofAll);
        handler.addServerFeature(ofAll);
    }

    @Override
    public void close() {
        ofServer.forEach(handler::removeServerFeature);
        if (provider != null) {
            try {
                Class<?> type = provider.getClass().getInterfaces()[0];
                handler.getClass().getMethod("removeUserFeaturesProvider", type).invoke(handler, provider);
            } catch (ReflectiveOperationException e) {
                LOG.warn("Accounts go on announcing {}", feature, e);
            }
        }
    }

    /** Answers {@code getFeatures()} with a fresh iterator; equal to itself only, so that it can be found for removal. */
    private record Provider(List<String> features, Part part) implements InvocationHandler {

        /** Openfire does not expect null. */
        private static final Object NONE = Collections.emptyIterator();

        @Override
        public Object invoke(Object proxy, Method method, Object[] args) {
            try {
                return switch (method.getName()) {
                    case "getFeatures" -> features.iterator();
                    case "equals" -> proxy == args[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "Cloud Notify features";
                };
            } catch (Throwable e) {
                part.failed(e);
                return NONE;
            }
        }
    }
}
