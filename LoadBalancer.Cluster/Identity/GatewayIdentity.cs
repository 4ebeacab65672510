using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Identity;

/// <summary>Who this gateway is: its id, which it keeps when it is started anew, and its process. Immutable, thread-safe.</summary>
internal sealed class GatewayIdentity(IOptions<IdentityOptions> options)
{
    /// <summary>The name among the replicas.</summary>
    public string Id { get; } = options.Value.Id!;

    /// <summary>The id and what no other process has.</summary>
    public string Process { get; } = $"{options.Value.Id}.{Guid.NewGuid():N}";
}
