using System.Diagnostics;
using System.Globalization;

namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>Asks a process of .NET how many bytes it has allocated; see <see cref="StartupHook"/>.</summary>
internal sealed class Allocations(string folder)
{
    /// <summary>Names the file in which the response is given.</summary>
    public const string FileVariable = "LOADBALANCER_ALLOCATIONS";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private readonly string _file = Path.Combine(folder, "allocations");

    /// <summary>What the process needs in its environment.</summary>
    public Dictionary<string, string> Variables => new(StringComparer.Ordinal)
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(Allocations).Assembly.Location,
        [FileVariable] = _file,
    };

    /// <summary>Bytes since the process began.</summary>
    public async Task<double> ReadAsync(int process)
    {
        File.Delete(_file);
        using var signal = Process.Start("kill", ["-USR1", process.ToString(CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(Patience);
        while (!File.Exists(_file))
        {
            await Task.Delay(Step, TimeProvider.System, patience.Token);
        }

        return double.Parse(await File.ReadAllTextAsync(_file), CultureInfo.InvariantCulture);
    }
}
