using System.ComponentModel;
using System.Globalization;
using CliWrap;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.AppHost.Launcher;

/// <summary>Runs a project with <c>dotnet exec</c>.</summary>
/// <remarks>
/// The child's standard input is a pipe that nothing is ever written to: its end is the command to stop. Only this process holds the
/// other end, so the kernel gives that command when this process dies, however it dies.
/// </remarks>
internal sealed class DotnetChildRunner(string storeConnection, ChildPrefix prefix, ILaunchOutput output) : IChildRunner
{
    private readonly string _dotnet = DotnetHost.Locate();

    public async Task<ChildExit> RunAsync(ProjectResource resource, CancellationToken stop, CancellationToken kill)
    {
        var assembly = ProjectOutputs.AssemblyOf(resource.Project);
        var environment = ChildEnvironment.Of(resource, storeConnection, contentRoot: Path.GetDirectoryName(assembly)!);

        var command = Cli.Wrap(_dotnet)
            .WithArguments(["exec", assembly])
            .WithEnvironmentVariables(environment.ToDictionary(pair => pair.Key, string? (pair) => pair.Value, StringComparer.Ordinal))
            .WithStandardInputPipe(HeldOpenUntil(stop))
            .WithStandardOutputPipe(PipeTarget.ToDelegate(line => output.WriteLine(prefix.Apply(resource.Name, line))))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(line => output.WriteErrorLine(prefix.Apply(resource.Name, line))))
            .WithValidation(CommandResultValidation.None);

        try
        {
            using var running = command.ExecuteAsync(kill);
            output.WriteLine(prefix.Apply(resource.Name, string.Create(CultureInfo.InvariantCulture, $"started, process {running.ProcessId}")));

            var result = await running;
            return new ChildExit(result.ExitCode);
        }
        catch (OperationCanceledException) when (kill.IsCancellationRequested)
        {
            return ChildExit.Killed;
        }
        catch (Win32Exception failure)
        {
            // Out of processes or memory: as passing as a crash, so it is treated like one.
            output.WriteErrorLine(prefix.Apply(resource.Name, failure.Message));
            return ChildExit.NotStarted;
        }
    }

    private static PipeSource HeldOpenUntil(CancellationToken stop) => PipeSource.Create(async (_, exited) =>
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, exited);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    });
}
