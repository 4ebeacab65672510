using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LoadBalancer.Tests.Support;

/// <summary>A program in the foreground, with a directory of its own, that accepts connections. It ends when it is disposed.</summary>
internal sealed class ListeningProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _directory;
    private readonly EndPoint _address;
    private readonly Process _process;
    private readonly Task<string> _errors;

    private ListeningProcess(DirectoryInfo directory, EndPoint address, string executable, string[] arguments)
    {
        _directory = directory;
        _address = address;
        _process = Process.Start(new ProcessStartInfo(executable, arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _errors = _process.StandardError.ReadToEndAsync();
        _ = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Starts a program and waits until it accepts connections.</summary>
    /// <param name="directory">Its directory, which is deleted with it.</param>
    /// <param name="address">Where it listens.</param>
    /// <param name="name">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<ListeningProcess> StartAsync(DirectoryInfo directory, EndPoint address, string name, params string[] arguments)
    {
        var process = new ListeningProcess(directory, address, Missing.FindOnPath(name) ?? throw Missing.Tool(name), arguments);
        try
        {
            await Eventually.TrueAsync($"{name} accepts connections", process.AcceptsAsync, StartTimeout);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public async Task<NetworkStream> ConnectAsync(CancellationToken token)
    {
        var isUnix = _address is UnixDomainSocketEndPoint;
        var socket = new Socket(_address.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(_address, token);
            return new(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task<bool> AcceptsAsync()
    {
        try
        {
            await using var connection = await ConnectAsync(TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            Assert.False(_process.HasExited, _process.HasExited ? $"The program ended at its start: {await _errors}" : "");
            return false;
        }
    }
}
