using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace LoadBalancer.AppHost.Store;

/// <summary>
/// Whether a container engine runs. An installed one that does not run would leave everything that needs it waiting for ever.
/// </summary>
internal static class ContainerEngine
{
    private static readonly string[] Known = ["docker", "podman"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The command of the engine that runs, of those that Aspire knows, or of the one that is configured; else <see langword="null"/>.
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

    /// <summary>Asks the engine for its state, for 5 s at most.</summary>
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
            // "info" fails where only the client is there; "version" of some clients does not.
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
