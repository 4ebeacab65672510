using System.Text.Json.Serialization;

namespace LoadBalancer.Core.Names;

/// <summary>
/// One process of a gateway: its <see cref="GatewayId"/> with a suffix that is unique to the process. Compared by ordinal.
/// Immutable, thread-safe.
/// </summary>
[JsonConverter(typeof(NameConverter<GatewayProcess>))]
public readonly record struct GatewayProcess : IName<GatewayProcess>
{
    private readonly string? _value;

    /// <summary>Creates the name from its text. Does not check it.</summary>
    public GatewayProcess(string value) => _value = string.IsNullOrEmpty(value) ? null : value;

    /// <inheritdoc/>
    public string Value => _value ?? "";

    /// <inheritdoc/>
    public static GatewayProcess Create(string value) => new(value);

    /// <summary>Returns <see cref="Value"/>.</summary>
    public override string ToString() => Value;
}
