using System.Text.Json.Serialization;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Core.Membership;

/// <summary>
/// The history that a version of a membership belongs to: created by the store when it starts empty. Compared by ordinal. Immutable,
/// thread-safe.
/// </summary>
[JsonConverter(typeof(NameConverter<Epoch>))]
public readonly record struct Epoch : IName<Epoch>
{
    private readonly string? _value;

    /// <summary>Creates the name from its text. Does not check it.</summary>
    public Epoch(string value) => _value = string.IsNullOrEmpty(value) ? null : value;

    /// <inheritdoc/>
    public string Value => _value ?? "";

    /// <summary>No epoch: that of a store that was never written.</summary>
    public static Epoch None => default;

    /// <summary>Whether this is <see cref="None"/>.</summary>
    public bool IsNone => _value is null;

    /// <inheritdoc/>
    public static Epoch Create(string value) => new(value);

    /// <summary>Returns <see cref="Value"/>.</summary>
    public override string ToString() => Value;
}
