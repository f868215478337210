#include "gdal/dataset_pool.hpp"

#include <algorithm>

namespace amaneku::gdal {

void DatasetPool::with(const std::string& name, const std::function<GDALDatasetUniquePtr()>& open,
                       const std::function<void(GDALDataset&)>& use) {
    GDALDatasetUniquePtr dataset;
    {
        const std::scoped_lock lock{m_mutex};
        const auto at = std::find_if(m_waiting.begin(), m_waiting.end(),
                                     [&](const auto& waiting) { return waiting.first == name; });
        if (at != m_waiting.end()) {
            dataset = std::move(at->second);
            m_waiting.erase(at);
        }
    }
    if (!dataset) dataset = open();
    use(*dataset);
    GDALDatasetUniquePtr oldest;  // closed without the lock
    const std::scoped_lock lock{m_mutex};
    m_waiting.emplace_front(name, std::move(dataset));
    if (m_waiting.size() > m_most_waiting) {
        oldest = std::move(m_waiting.back().second);
        m_waiting.pop_back();
    }
}

}  // namespace amaneku::gdal
