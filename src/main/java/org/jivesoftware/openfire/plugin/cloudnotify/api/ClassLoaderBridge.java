package org.jivesoftware.openfire.plugin.cloudnotify.api;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Makes two copies of this package in two class loaders work together, as when a plugin carries the API in its own {@code lib} folder:
 * an object that implements an interface of one copy is seen, on the other side, as an implementation of the other copy's interface of
 * the same name. Everything in the API that is neither an interface nor an enum comes from the JDK or from Openfire, and is the same on
 * both sides.
 *
 * <p>The copies may be of different versions: a method that the other side lacks does what its default says, or throws
 * {@link UnsupportedOperationException}.
 *
 * @param target the object of the other side
 * @param there the class loader of the copy that it implements
 * @param here the class loader of the copy that the proxy implements
 */
record ClassLoaderBridge(Object target, ClassLoader there, ClassLoader here) implements InvocationHandler {

    private static final String PACKAGE = ClassLoaderBridge.class.getPackageName() + ".";

    /** Shows an object of the other side as one of this side. */
    static <T> @Nullable T to(Class<T> type, Object foreign) {
        ClassLoader there = apiTypes(foreign.getClass()).iterator().next().getClassLoader();
        return type.cast(across(foreign, there, type.getClassLoader()));
    }

    /** What a value of the side {@code from} is on the side {@code to}. */
    private static @Nullable Object across(Object value, ClassLoader from, ClassLoader to) {
        if (value == null) {
            return null;
        }
        if (value instanceof Enum<?> constant && isApi(constant.getDeclaringClass())) {
            return constant(constant, to);
        }
        if (value instanceof List<?> list) {
            List<Object> crossed = new ArrayList<>(list.size());
            list.forEach(each -> crossed.add(across(each, from, to)));
            return Collections.unmodifiableList(crossed);
        }
        if (value instanceof CompletionStage<?> stage) {
            return stage.thenApply(each -> across(each, from, to));
        }
        Set<Class<?>> types = apiTypes(value.getClass());
        if (types.isEmpty()) {
            return value;
        }
        if (Proxy.isProxyClass(value.getClass()) && Proxy.getInvocationHandler(value) instanceof ClassLoaderBridge bridge
            && bridge.there() == to) {
            // Back where it came from.
            return bridge.target();
        }
        Class<?>[] same = types.stream().map(type -> type(type, to)).toArray(Class<?>[]::new);
        return Proxy.newProxyInstance(to, same, new ClassLoaderBridge(value, from, to));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        Object[] crossed = new Object[arguments == null ? 0 : arguments.length];
        for (int i = 0; i < crossed.length; i++) {
            crossed[i] = across(arguments[i], here, there);
        }
        try {
            return across(counterpart(method).invoke(target, crossed), there, here);
        } catch (NoSuchMethodException e) {
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            throw new UnsupportedOperationException("The other side has an older version of the API, without " + method, e);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Method counterpart(Method method) throws NoSuchMethodException {
        if (!isApi(method.getDeclaringClass())) {
            return method;
        }
        Class<?>[] parameters = method.getParameterTypes();
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = isApi(parameters[i]) ? type(parameters[i], there) : parameters[i];
        }
        return type(method.getDeclaringClass(), there).getMethod(method.getName(), parameters);
    }

    private static Class<?> type(Class<?> type, ClassLoader loader) {
        try {
            return Class.forName(type.getName(), false, loader);
        } catch (ClassNotFoundException e) {
            throw new UnsupportedOperationException("The other side has an older version of the API, without " + type.getName(), e);
        }
    }

    private static @Nullable Object constant(Enum<?> constant, ClassLoader loader) {
        Object other = null;
        for (Object candidate : type(constant.getDeclaringClass(), loader).getEnumConstants()) {
            String name = ((Enum<?>) candidate).name();
            if (name.equals(constant.name())) {
                return candidate;
            }
            other = name.equals(PushReason.OTHER.name()) ? candidate : other;
        }
        return other;
    }

    private static boolean isApi(Class<?> type) {
        return type.getName().startsWith(PACKAGE);
    }

    /** The interfaces of the API that a class implements, itself or through its superclasses. */
    private static Set<Class<?>> apiTypes(Class<?> type) {
        Set<Class<?>> types = new LinkedHashSet<>();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Class<?> implemented : each.getInterfaces()) {
                if (isApi(implemented)) {
                    types.add(implemented);
                } else {
                    types.addAll(apiTypes(implemented));
                }
            }
        }
        return types;
    }
}
