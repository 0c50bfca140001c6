package org.jivesoftware.openfire.plugin.cloudnotify.linkage;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What compiled classes use of others, read out of their instructions, descriptors, method handles and lambdas. */
final class CompiledCode {
    private final Predicate<String> foreign;
    private final UnaryOperator<Use> ownMembers;
    private final Map<Use, Set<String>> uses = new TreeMap<>();
    private final Map<String, Set<String>> lambdas = new TreeMap<>();
    private String current;

    /**
     * @param foreign    which types' uses are of interest, by internal names
     * @param ownMembers makes a use of a type that is not, of what that inherits from one that is; answers the same where it does not
     */
    CompiledCode(Predicate<String> foreign, UnaryOperator<Use> ownMembers) {
        this.foreign = foreign;
        this.ownMembers = ownMembers;
    }

    /** What is used, and the names of the classes that do. */
    Map<Use, Set<String>> uses() {
        return uses;
    }

    /** The names and descriptors of the methods that lambdas implement, by the internal names of their interfaces. */
    Map<String, Set<String>> lambdas() {
        return lambdas;
    }

    void read(byte[] classFile) {
        new ClassReader(classFile).accept(new Reader(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }

    private void use(String owner, String member) {
        var named = new Use(owner.replace('/', '.'), member);
        // A call of what is inherited from Openfire names the plugin's own class.
        Use use = named.isKind() || foreign.test(owner) ? named : ownMembers.apply(named);
        if (foreign.test(use.type().replace('.', '/'))) {
            uses.computeIfAbsent(use, each -> new TreeSet<>()).add(current);
        }
    }

    private void type(Type type) {
        switch (type.getSort()) {
            case Type.ARRAY -> type(type.getElementType());
            case Type.OBJECT -> use(type.getInternalName(), Use.TYPE);
            case Type.METHOD -> {
                type(type.getReturnType());
                for (Type argument : type.getArgumentTypes()) {
                    type(argument);
                }
            }
            default -> {
                // Primitive.
            }
        }
    }

    private void method(String owner, String name, String descriptor, boolean isStatic, boolean onInterface) {
        if (owner.startsWith("[")) {
            type(Type.getType(owner));
            return;
        }
        use(owner, onInterface ? Use.INTERFACE : Use.CLASS);
        use(owner, (isStatic ? Use.STATIC : "") + name + descriptor);
        type(Type.getMethodType(descriptor));
    }

    private void field(String owner, String name, String descriptor, boolean isStatic) {
        use(owner, Use.TYPE);
        use(owner, (isStatic ? Use.STATIC : "") + name + " " + descriptor);
        type(Type.getType(descriptor));
    }

    private void handle(Handle handle) {
        switch (handle.getTag()) {
            case Opcodes.H_GETFIELD, Opcodes.H_PUTFIELD -> field(handle.getOwner(), handle.getName(), handle.getDesc(), false);
            case Opcodes.H_GETSTATIC, Opcodes.H_PUTSTATIC -> field(handle.getOwner(), handle.getName(), handle.getDesc(), true);
            default -> method(handle.getOwner(), handle.getName(), handle.getDesc(), handle.getTag() == Opcodes.H_INVOKESTATIC,
                handle.isInterface());
        }
    }

    private void constant(Object value) {
        if (value instanceof Type type) {
            type(type);
        } else if (value instanceof Handle handle) {
            handle(handle);
        } else if (value instanceof ConstantDynamic dynamic) {
            type(Type.getType(dynamic.getDescriptor()));
            handle(dynamic.getBootstrapMethod());
            for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
                constant(dynamic.getBootstrapMethodArgument(i));
            }
        }
    }

    private final class Reader extends ClassVisitor {

        Reader() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
            current = name.replace('/', '.');
            if ((access & Opcodes.ACC_INTERFACE) == 0) {
                use(superName, Use.SUPERCLASS);
            }
            for (String each : interfaces) {
                use(each, Use.IMPLEMENTED);
            }
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
            type(Type.getType(descriptor));
            return null;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
            type(Type.getMethodType(descriptor));
            if (exceptions != null) {
                for (String exception : exceptions) {
                    use(exception, Use.TYPE);
                }
            }
            return new Instructions();
        }
    }

    private final class Instructions extends MethodVisitor {

        Instructions() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            type(Type.getObjectType(type));
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            field(owner, name, descriptor, opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            method(owner, name, descriptor, opcode == Opcodes.INVOKESTATIC, isInterface);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            type(Type.getMethodType(descriptor));
            handle(bootstrap);
            for (Object argument : arguments) {
                constant(argument);
            }
            Type made = Type.getReturnType(descriptor);
            if (made.getSort() == Type.OBJECT && foreign.test(made.getInternalName()) && arguments[0] instanceof Type implemented) {
                use(made.getInternalName(), Use.IMPLEMENTED);
                lambdas.computeIfAbsent(made.getInternalName(), each -> new TreeSet<>()).add(name + implemented.getDescriptor());
            }
        }

        @Override
        public void visitLdcInsn(Object value) {
            constant(value);
        }

        @Override
        public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
            type(Type.getType(descriptor));
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
            if (type != null) {
                use(type, Use.TYPE);
            }
        }
    }
}
