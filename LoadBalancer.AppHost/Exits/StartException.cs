namespace LoadBalancer.AppHost.Exits;

/// <summary>Why nothing can be started, in one line for the user.</summary>
internal sealed class StartException(string message, int code = ExitCode.Environment) : Exception(message)
{
    public int Code => code;
}
