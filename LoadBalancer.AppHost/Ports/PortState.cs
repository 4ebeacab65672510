namespace LoadBalancer.AppHost.Ports;

internal enum PortState
{
    Free,
    Taken,

    /// <summary>The operating system reserves the port for privileged users.</summary>
    NotPermitted,
}
