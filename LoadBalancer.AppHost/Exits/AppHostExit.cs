using LoadBalancer.AppHost.Output;
using Microsoft.Extensions.Hosting;

namespace LoadBalancer.AppHost.Exits;

/// <summary>The exit code of the AppHost: 0, unless a failure has stopped everything.</summary>
internal sealed class AppHostExit(IHostApplicationLifetime lifetime, IConsoleOutput output)
{
    private volatile bool _isReady;

    public int Code { get; private set; } = ExitCode.Success;

    /// <summary>From now on, a resource that cannot be started does not stop the others.</summary>
    public void MarkReady() => _isReady = true;

    /// <summary>Reports that a resource has ended in a way that a restart would not fix, and stops everything.</summary>
    /// <param name="resource">The resource that ended.</param>
    /// <param name="exitCode">
    /// Its exit code; <see langword="null"/> if it could not be started, which stops nothing after <see cref="MarkReady"/>.
    /// </param>
    public void Fail(IResource resource, int? exitCode)
    {
        if (exitCode is null && _isReady)
        {
            output.WriteErrorLine($"{resource.Name} could not be started");
        }
        else
        {
            Fail(
                exitCode is null ? $"{resource.Name} could not be started" : $"{resource.Name} ended with exit code {exitCode}",
                exitCode ?? ExitCode.Environment);
        }
    }

    /// <summary>Stops everything. The first reason determines the exit code; later ones are ignored.</summary>
    public void Fail(string reason, int code)
    {
        if (Code != ExitCode.Success)
        {
            return;
        }

        Code = code;
        output.WriteErrorLine($"{reason}: stopping everything");
        lifetime.StopApplication();
    }
}
