using LoadBalancer.Dashboard;
using LoadBalancer.ServiceDefaults.Hosting;

return await ServiceHost.RunAsync(() => DashboardApplication.Build(args));
