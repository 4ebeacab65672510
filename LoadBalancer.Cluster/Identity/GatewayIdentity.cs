using LoadBalancer.Core.Names;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Identity;

/// <summary>The identity of this gateway: its id, which survives a restart, and its process. Immutable, thread-safe.</summary>
internal sealed class GatewayIdentity
{
    public GatewayIdentity(IOptions<IdentityOptions> options)
        : this(new(options.Value.Id!), new($"{options.Value.Id}.{Guid.NewGuid():N}"))
    {
    }

    private GatewayIdentity(GatewayId id, GatewayProcess process)
    {
        Id = id;
        Process = process;
    }

    /// <summary>The name among the replicas.</summary>
    public GatewayId Id { get; }

    /// <summary>The id with a suffix that is unique to the process.</summary>
    public GatewayProcess Process { get; }

    /// <summary>Creates the identity of a process with a given name, so that a simulation names its processes deterministically.</summary>
    /// <param name="id">The name among the replicas.</param>
    /// <param name="process">The name of the process; must be unique.</param>
    public static GatewayIdentity Of(GatewayId id, GatewayProcess process) => new(id, process);
}
