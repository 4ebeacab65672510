namespace LoadBalancer.AppHost.Launcher;

/// <summary>Why nothing can be started, in one line for the user.</summary>
internal sealed class LaunchException(string message) : Exception(message);
