using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Identity;

/// <summary>Who this gateway is: its id, which it keeps when it is started anew, and its process. Immutable, thread-safe.</summary>
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

    /// <summary>The id and what no other process has.</summary>
    public string Process { get; }

    /// <summary>The identity of a process whose name is given, so that a simulation names its processes alike each time.</summary>
    /// <param name="id">The name among the replicas.</param>
    /// <param name="process">The name of the process; no other process may have it.</param>
    public static GatewayIdentity Of(string id, string process) => new(id, process);
}
