using System.Globalization;

namespace LoadBalancer.AppHost.Launcher;

/// <summary>How a child ended. Killed by signal N is code 128 + N on Unix.</summary>
internal readonly record struct ChildExit(int Code)
{
    private const int SignalBase = 128;

    /// <summary>Killed by the launcher itself.</summary>
    public static readonly ChildExit Killed = new(SignalBase + 9);

    /// <summary>The operating system would not start it; the code is what shells use for that.</summary>
    public static readonly ChildExit NotStarted = new(127);

    public override string ToString() => Code is > SignalBase and < SignalBase + 65 && !OperatingSystem.IsWindows()
        ? string.Create(CultureInfo.InvariantCulture, $"was killed by signal {Code - SignalBase}{NameOf(Code - SignalBase)}")
        : string.Create(CultureInfo.InvariantCulture, $"exited with code {Code}");

    private static string NameOf(int signal) => signal switch
    {
        1 => " (SIGHUP)",
        2 => " (SIGINT)",
        3 => " (SIGQUIT)",
        6 => " (SIGABRT)",
        9 => " (SIGKILL)",
        11 => " (SIGSEGV)",
        15 => " (SIGTERM)",
        _ => "",
    };
}
