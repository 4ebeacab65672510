using System.Text.Json.Serialization;

namespace LoadBalancer.Core.Names;

/// <summary>The name of a cluster; several clusters may share one Redis. Compared by ordinal. Immutable, thread-safe.</summary>
[JsonConverter(typeof(NameConverter<ClusterName>))]
public readonly record struct ClusterName : IName<ClusterName>
{
    private readonly string? _value;

    /// <summary>Creates the name from its text. Does not check it.</summary>
    public ClusterName(string value) => _value = string.IsNullOrEmpty(value) ? null : value;

    /// <inheritdoc/>
    public string Value => _value ?? "";

    /// <inheritdoc/>
    public static ClusterName Create(string value) => new(value);

    /// <summary>Returns <see cref="Value"/>.</summary>
    public override string ToString() => Value;
}
