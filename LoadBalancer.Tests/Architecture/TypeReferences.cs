using Mono.Cecil;

namespace LoadBalancer.Tests.Architecture;

/// <summary>Finds the types that a type uses anywhere: in its declaration, its members, and its method bodies.</summary>
internal static class TypeReferences
{
    public static IEnumerable<TypeReference> Of(TypeDefinition type) => Declared(type).SelectMany(Parts);

    private static IEnumerable<TypeReference?> Declared(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(implemented => implemented.InterfaceType),
        .. Constraints(type.GenericParameters),
        .. Attributes(type.CustomAttributes),
        .. type.Fields.Select(field => field.FieldType),
        .. type.Fields.SelectMany(field => Attributes(field.CustomAttributes)),
        .. type.Properties.SelectMany(property => Attributes(property.CustomAttributes)),
        .. type.Events.Select(raised => raised.EventType),
        .. type.Methods.SelectMany(Declared),
    ];

    private static IEnumerable<TypeReference?> Declared(MethodDefinition method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. Constraints(method.GenericParameters),
        .. Attributes(method.CustomAttributes),
        .. method.HasBody ? method.Body.Variables.Select(variable => variable.VariableType) : [],
        .. method.HasBody ? method.Body.ExceptionHandlers.Select(handler => handler.CatchType) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(instruction => Operand(instruction.Operand)) : [],
    ];

    private static IEnumerable<TypeReference?> Operand(object? operand) => operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments, .. method.Parameters.Select(
            parameter => parameter.ParameterType)],
        MethodReference method => [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(
            parameter => parameter.ParameterType)],
        FieldReference field => [field.DeclaringType, field.FieldType],
        _ => [],
    };

    private static IEnumerable<TypeReference?> Constraints(IEnumerable<GenericParameter> parameters) =>
        parameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType);

    private static IEnumerable<TypeReference?> Attributes(IEnumerable<CustomAttribute> attributes) =>
        attributes.SelectMany(attribute => (TypeReference?[])
        [
            attribute.AttributeType,
            .. attribute.ConstructorArguments.Select(argument => argument.Value as TypeReference),
        ]);

    /// <summary>Returns a generic type and its arguments, or the element type of an array, a pointer, or a reference.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };
}
