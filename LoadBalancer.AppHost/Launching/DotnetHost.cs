using System.Runtime.InteropServices;

namespace LoadBalancer.AppHost.Launching;

/// <summary>The dotnet host that runs this process, so that the children run on the same one.</summary>
internal static class DotnetHost
{
    /// <remarks>Never PATH: what it finds first may be another installation, without the runtime that this was built for.</remarks>
    public static string Locate() =>
        Locate(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH"), RuntimeEnvironment.GetRuntimeDirectory());

    /// <param name="hostPath">What the dotnet command tells the programs that it runs; null or empty without it.</param>
    /// <param name="runtimeDirectory">Of the form ROOT/shared/Microsoft.NETCore.App/VERSION/.</param>
    public static string Locate(string? hostPath, string runtimeDirectory) =>
        string.IsNullOrEmpty(hostPath)
            ? Path.GetFullPath(Path.Combine(runtimeDirectory, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"))
            : hostPath;
}
