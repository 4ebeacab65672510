namespace LoadBalancer.AppHost.Exits;

/// <summary>A reason why nothing can be started, as a message for the user.</summary>
internal sealed class StartException(string message, int code = ExitCode.Environment) : Exception(message)
{
    public int Code => code;
}
