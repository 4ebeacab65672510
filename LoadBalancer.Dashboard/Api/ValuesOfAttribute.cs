namespace LoadBalancer.Dashboard.Api;

/// <summary>
/// The values of a text in a request or a response, for the OpenAPI document: the names of an enumeration. Another member may be added in
/// a later version, so clients must accept unknown values in responses.
/// </summary>
/// <param name="type">The enumeration.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class ValuesOfAttribute(Type type) : Attribute
{
    /// <summary>Whether the names are written in lower case.</summary>
    public bool IsLower { get; init; }

    /// <summary>The values.</summary>
    public IEnumerable<string> Values => Enum.GetNames(type).Select(name => IsLower ? name.ToLowerInvariant() : name);
}
