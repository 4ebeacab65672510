using Microsoft.AspNetCore.Hosting.Server;

namespace LoadBalancer.Proxy.Listening;

/// <summary>
/// The type of the platform's server, which is internal to the platform. A server that is created otherwise has meters that could be
/// mistaken for the gateway's.
/// </summary>
internal sealed record KestrelType(Type Type)
{
    /// <summary>Creates a server with dependencies from these services. It listens according to their options when it starts.</summary>
    public IServer Create(IServiceProvider services) => (IServer)ActivatorUtilities.CreateInstance(services, Type);
}
