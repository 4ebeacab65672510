using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace LoadBalancer.AppHost.Store;

/// <summary>
/// Finds a running container engine. If an engine is installed but not running, everything that needs it would wait forever.
/// </summary>
internal static class ContainerEngine
{
    private static readonly string[] Known = ["docker", "podman"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Returns the command of the running engine: the configured one, or else one that Aspire supports; <see langword="null"/> if none is
    /// running.
    /// </summary>
    public static async Task<string?> FindAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        var configured = configuration["ASPIRE_CONTAINER_RUNTIME"] ?? configuration["DOTNET_ASPIRE_CONTAINER_RUNTIME"];
        foreach (var command in string.IsNullOrEmpty(configured) ? Known : [configured])
        {
            if (await RunsAsync(command, cancellationToken))
            {
                return command;
            }
        }

        return null;
    }

    /// <summary>Queries the engine's state, for at most 5 s.</summary>
    private static async Task<bool> RunsAsync(string command, CancellationToken cancellationToken)
    {
        using var process = TryStart(command);
        if (process is null)
        {
            return false;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token),
                process.WaitForExitAsync(patience.Token));
            return process.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    private static Process? TryStart(string command)
    {
        try
        {
            // "info" fails if only the client is installed; with some clients "version" does not.
            return Process.Start(new ProcessStartInfo(command, ["info"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            });
        }
        catch (Win32Exception)
        {
            // Not installed.
            return null;
        }
    }
}
