using System.Text.Json.Serialization;

namespace LoadBalancer.Core.Names;

/// <summary>
/// The name of a gateway, unique among the gateways of its cluster; it survives restarts. Compared by ordinal. Immutable,
/// thread-safe.
/// </summary>
[JsonConverter(typeof(NameConverter<GatewayId>))]
public readonly record struct GatewayId : IName<GatewayId>
{
    private readonly string? _value;

    /// <summary>Creates the name from its text. Does not check it.</summary>
    public GatewayId(string value) => _value = string.IsNullOrEmpty(value) ? null : value;

    /// <inheritdoc/>
    public string Value => _value ?? "";

    /// <inheritdoc/>
    public static GatewayId Create(string value) => new(value);

    /// <summary>Returns <see cref="Value"/>.</summary>
    public override string ToString() => Value;
}
