using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Core.Membership;

/// <summary>
/// One process of a server, as gateways name it to each other: <c>id@instance</c>, or <c>id@url</c> without an instance. A process that
/// replaces another under the same <see cref="ServerId"/> has a different name. Compared by ordinal. Immutable, thread-safe.
/// </summary>
[JsonConverter(typeof(NameConverter<ServerProcess>))]
public readonly record struct ServerProcess : IName<ServerProcess>
{
    private static readonly ConditionalWeakTable<Server, string> Names = [];

    private readonly string? _value;

    /// <summary>Creates the name from its text. Does not check it.</summary>
    public ServerProcess(string value) => _value = string.IsNullOrEmpty(value) ? null : value;

    /// <inheritdoc/>
    public string Value => _value ?? "";

    /// <summary>The server.</summary>
    public ServerId Server => new(Value.Split('@')[0]);

    /// <inheritdoc/>
    public static ServerProcess Create(string value) => new(value);

    /// <summary>Returns the process that a record describes. Does not allocate for a record that was passed before.</summary>
    public static ServerProcess Of(Server server) =>
        new(Names.GetValue(server, static named => $"{named.Id}@{named.Instance ?? named.Url}"));

    /// <summary>Returns <see cref="Value"/>.</summary>
    public override string ToString() => Value;
}
