using System.Reflection;

namespace LoadBalancer.Tests.Support;

/// <summary>Creates implementations of ports on which every call fails with the same exception.</summary>
internal static class FailingPort
{
    /// <param name="failure">The exception of each call.</param>
    /// <param name="onCall">Called at each call.</param>
    public static TPort Create<TPort>(Exception failure, Action onCall)
        where TPort : class
    {
        var port = DispatchProxy.Create<TPort, Proxy>();
        ((Proxy)(object)port).Fail(failure, onCall);
        return port;
    }

#pragma warning disable CA1852 // DispatchProxy derives from it at run time.
    internal class Proxy : DispatchProxy
#pragma warning restore CA1852
    {
        private Exception _failure = new InvalidOperationException();
        private Action _onCall = () => { };

        public void Fail(Exception failure, Action onCall) => (_failure, _onCall) = (failure, onCall);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            _onCall();
            throw _failure;
        }
    }
}
