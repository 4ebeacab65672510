using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Identity;

/// <summary>The identity of this gateway: its id, which survives a restart, and its process. Immutable, thread-safe.</summary>
internal sealed class GatewayIdentity
{
    public GatewayIdentity(IOptions<IdentityOptions> options)
        : this(options.Value.Id!, $"{options.Value.Id}.{Guid.NewGuid():N}")
    {
    }

    private GatewayIdentity(string id, string process)
    {
        Id = id;
        Process = process;
    }

    /// <summary>The name among the replicas.</summary>
    public string Id { get; }

    /// <summary>The id with a suffix that is unique to the process.</summary>
    public string Process { get; }

    /// <summary>Creates the identity of a process with a given name, so that a simulation names its processes deterministically.</summary>
    /// <param name="id">The name among the replicas.</param>
    /// <param name="process">The name of the process; must be unique.</param>
    public static GatewayIdentity Of(string id, string process) => new(id, process);
}
