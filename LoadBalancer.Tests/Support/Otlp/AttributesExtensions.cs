using System.Globalization;

namespace LoadBalancer.Tests.Support.Otlp;

internal static class AttributesExtensions
{
    /// <summary>Returns an attribute as text, or <see langword="null"/> if it is missing.</summary>
    public static string? Text(this IEnumerable<KeyValue> attributes, string name) =>
        attributes.SingleOrDefault(attribute => string.Equals(attribute.Key, name, StringComparison.Ordinal))?.Value switch
        {
            null => null,
            { ValueCase: AnyValue.ValueOneofCase.StringValue } value => value.StringValue,
            { ValueCase: AnyValue.ValueOneofCase.IntValue } value => value.IntValue.ToString(CultureInfo.InvariantCulture),
            { ValueCase: AnyValue.ValueOneofCase.DoubleValue } value => value.DoubleValue.ToString(CultureInfo.InvariantCulture),
            var value => value.BoolValue.ToString(),
        };
}
