using LoadBalancer.AppHost.Output;
using Microsoft.Extensions.Hosting;

namespace LoadBalancer.AppHost.Exits;

/// <summary>The exit code of the AppHost: 0, unless a resource ended in a way that ends everything.</summary>
internal sealed class AppHostExit(IHostApplicationLifetime lifetime, IConsoleOutput output)
{
    private volatile bool _isReady;

    public int Code { get; private set; } = ExitCode.Success;

    /// <summary>From now on a resource that cannot be started ends nothing else.</summary>
    public void MarkReady() => _isReady = true;

    /// <param name="resource">The resource that ended.</param>
    /// <param name="exitCode">Its exit code; <see langword="null"/> where it could not even be started.</param>
    public void Fail(IResource resource, int? exitCode)
    {
        if (Code != ExitCode.Success || (_isReady && exitCode is null))
        {
            return;
        }

        Code = exitCode ?? ExitCode.Environment;
        output.WriteErrorLine(exitCode is null ? $"{resource.Name} could not be started: stopping everything" : $"{resource.Name} ended with exit code {exitCode}: stopping everything");
        lifetime.StopApplication();
    }
}
