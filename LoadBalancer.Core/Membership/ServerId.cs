using System.Text.Json.Serialization;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Core.Membership;

/// <summary>
/// The name of a server, unique in its cluster; it survives restarts. <see cref="ServerRules.CheckId"/> states what is allowed, which the
/// processes that accept ids from outside check. Compared by ordinal. Immutable, thread-safe.
/// </summary>
[JsonConverter(typeof(NameConverter<ServerId>))]
public readonly record struct ServerId : IName<ServerId>
{
    private readonly string? _value;

    /// <summary>Creates the name from its text. Does not check it.</summary>
    public ServerId(string value) => _value = string.IsNullOrEmpty(value) ? null : value;

    /// <inheritdoc/>
    public string Value => _value ?? "";

    /// <inheritdoc/>
    public static ServerId Create(string value) => new(value);

    /// <summary>Returns <see cref="Value"/>.</summary>
    public override string ToString() => Value;
}
