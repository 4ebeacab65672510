namespace LoadBalancer.AppHost.Launcher;

internal enum PortState
{
    Free,
    Taken,

    /// <summary>The operating system keeps the port for privileged users.</summary>
    NotPermitted,
}
