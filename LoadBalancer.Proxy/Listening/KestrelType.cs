using Microsoft.AspNetCore.Hosting.Server;

namespace LoadBalancer.Proxy.Listening;

/// <summary>
/// The platform's server, whose type is its own affair. One that is made otherwise has meters that others take for the gateway's.
/// </summary>
internal sealed record KestrelType(Type Type)
{
    /// <summary>A server with its parts from these services. It listens as the services' options say when it starts.</summary>
    public IServer Create(IServiceProvider services) => (IServer)ActivatorUtilities.CreateInstance(services, Type);
}
